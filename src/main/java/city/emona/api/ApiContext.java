package city.emona.api;

import city.emona.layers.Catalogue;
import city.emona.run.RunArchive;
import city.emona.run.air.AirStudies;
import city.emona.run.air.SensorStudies;
import city.emona.run.replay.DayReplays;
import city.emona.run.traffic.TrafficStudies;

/** What the HTTP layer stands on. Made once by the wiring. */
public record ApiContext(
    Catalogue catalogue,
    RunArchive runs,
    RunDesk desk,
    ScenarioShelf scenarios,
    AirStudies air,
    SensorStudies sensors,
    TrafficStudies traffic,
    DayReplays replays) {}

package city.emona.api;

import city.emona.layers.Catalogue;
import city.emona.run.RunArchive;

/** What the HTTP layer stands on. Made once by the wiring. */
public record ApiContext(
    Catalogue catalogue, RunArchive runs, RunDesk desk, ScenarioShelf scenarios) {}

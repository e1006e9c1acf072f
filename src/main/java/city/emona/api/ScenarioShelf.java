package city.emona.api;

import java.util.List;

/** The scenarios that a client can pick, in the words of the wire. Thread-safe. */
public interface ScenarioShelf {
  List<Entry> list();

  /**
   * A scenario; {@code runId} is its run key on the city as stored now, empty where the scenario
   * does not fit this city, and then {@code misfit} tells why.
   */
  record Entry(
      String id,
      String title,
      String problem,
      List<Goal> goals,
      String parent,
      String hash,
      List<Edit> edits,
      String runId,
      String misfit,
      String yaml) {}

  /** What a scenario is to reach; {@code district} is empty for the city. */
  record Goal(String kpi, String district, String target, String by) {}

  /** One edit, in words. */
  record Edit(String type, String title, boolean on) {}
}

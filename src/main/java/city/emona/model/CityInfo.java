package city.emona.model;

import city.emona.geo.LocalFrame;
import java.time.ZoneId;
import java.util.List;

/**
 * What a city is before its rows: stable id, name, IANA time zone, its own metre system, licence
 * and attribution that travel to every layer and export, where the data came from, and which
 * figures are estimates. {@code syntheticSeed} is −1 for a real city; else every screen and export
 * shows the badge "synthetic city, seed N".
 */
public record CityInfo(
    String id,
    String name,
    ZoneId timeZone,
    LocalFrame frame,
    String licence,
    String attribution,
    List<String> sources,
    List<String> estimates,
    long syntheticSeed) {
  public CityInfo {
    sources = List.copyOf(sources);
    estimates = List.copyOf(estimates);
  }

  public boolean isSynthetic() {
    return syntheticSeed >= 0;
  }
}

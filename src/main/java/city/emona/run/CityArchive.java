package city.emona.run;

import city.emona.model.City;
import city.emona.simulate.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Port to where a city is kept. One city per store (a GeoPackage file, or a PostGIS schema). A
 * write either replaces the city as a whole or leaves the previous one untouched, whatever happens
 * to the process. One writer at a time; a second one gets {@code EmonaException(CONFLICT)} that
 * says who holds the lock. Readers go on.
 */
public interface CityArchive extends AutoCloseable {
  /** The city as stored now, or empty for a new store. */
  Optional<City> findCity();

  /** Version of the city as stored now, cheap; empty for a new store. */
  Optional<String> findVersion();

  /** Every version that was ever written, newest last. */
  List<VersionRecord> listVersions();

  /**
   * Makes {@code city} the current version. {@code aliases} maps ids of the previous version that
   * no longer exist to present ones; they are added to those already stored. Runs of older versions
   * are kept.
   */
  void saveCity(City city, Map<String, String> aliases, String principal, Progress progress);

  /** Present id of an old id, following the alias table; the id itself where there is no alias. */
  String resolveAlias(String id);

  /**
   * Adds observations; one that exists already (same datastream and phenomenon time) is replaced.
   */
  void saveObservations(List<Observation> observations, String principal);

  /** Observations of a datastream with phenomenon time in [from, to), ascending. */
  List<Observation> listObservations(String datastreamId, Instant from, Instant to);

  @Override
  void close();

  /** When and by whom a version was written. */
  record VersionRecord(String version, Instant writtenAt, String principal) {}

  /** A reading in SensorThings words: NaN value = the instrument reported nothing usable. */
  record Observation(
      String datastreamId,
      Instant phenomenonTime,
      Instant resultTime,
      double value,
      String unit,
      String quality) {}
}

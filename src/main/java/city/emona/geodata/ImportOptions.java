package city.emona.geodata;

/**
 * What the user says about a city besides its files: its name (null = from the data or the file
 * name) and its population (−1 = estimate it).
 */
public record ImportOptions(String cityName, int population) {
  public static final ImportOptions DEFAULT = new ImportOptions(null, -1);
}

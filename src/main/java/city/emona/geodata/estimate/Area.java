package city.emona.geodata.estimate;

import city.emona.geo.MultiPolygon;

/** A named district before it becomes a row: stable id, name and shape. */
public record Area(String id, String name, MultiPolygon shape) {}

-- Views over the tables of the city, made anew with them on every save.

CREATE OR REPLACE VIEW streets AS
SELECT l.fid, l.id, l.name, l.road_class, l.structure, l.length_mm / 1000.0 AS length_m, l.lanes,
  l.free_speed_kmh, l.capacity_veh_per_h, l.from_node, l.to_node, d.id AS district_id, d.name AS district, l.geom
FROM links l LEFT JOIN districts d ON d.id = l.district;
COMMENT ON VIEW streets IS 'Links with the name of their district';

CREATE OR REPLACE VIEW kpis AS
SELECT k.fid, k.run_id, r.scenario_id, r.scenario_title, r.finished_at, k.kpi_id, k.district_id,
  d.name AS district, k.value, d.geom
FROM run_kpis k JOIN runs r ON r.id = k.run_id LEFT JOIN districts d ON d.id = k.district_id;
COMMENT ON VIEW kpis IS 'Indicators of all runs with the title of the scenario and the district as a shape';

CREATE OR REPLACE FUNCTION street_values(of_run text, of_quantity text, at_step integer)
RETURNS TABLE (fid integer, id text, name text, value double precision, geom geometry)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
  SELECT l.fid, l.id, l.name, v.value, l.geom
  FROM frame_values(of_run, of_quantity, at_step) v
  JOIN links l ON l.fid = v.element_row + 1
  JOIN runs r ON r.id = of_run
  JOIN city c ON c.version = r.city_version
$$;
COMMENT ON FUNCTION street_values(text, text, integer) IS
  'Links with their value of a run, quantity and time step; no rows where the run is of another city version';

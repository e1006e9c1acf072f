-- Layout 1 of the GeoPackage store: the core tables of OGC 12-128r17 (GeoPackage 1.3), the RTree and
-- Schema extensions, and Emona's own attributes tables. The tables of the city itself (links, bins, …)
-- are made from city.emona.model.Schema whenever a city is saved.

CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
);

INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
   'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');

CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);

CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);

CREATE TABLE gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);

CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  name TEXT,
  title TEXT,
  description TEXT,
  mime_type TEXT,
  constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name)
);

CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL,
  constraint_type TEXT NOT NULL,
  value TEXT,
  min NUMERIC,
  min_is_inclusive BOOLEAN,
  max NUMERIC,
  max_is_inclusive BOOLEAN,
  description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
);

INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write');

CREATE TABLE store_migrations (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  version MEDIUMINT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  applied_at DATETIME NOT NULL
);

CREATE TABLE city (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  origin_lon DOUBLE NOT NULL,
  origin_lat DOUBLE NOT NULL,
  crs_wkt TEXT NOT NULL,
  licence TEXT NOT NULL,
  attribution TEXT NOT NULL,
  sources TEXT NOT NULL,
  estimates TEXT NOT NULL,
  synthetic_seed INTEGER NOT NULL,
  version TEXT NOT NULL
);

CREATE TABLE city_versions (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  version TEXT NOT NULL,
  written_at DATETIME NOT NULL,
  principal TEXT NOT NULL
);

CREATE TABLE aliases (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  old_id TEXT NOT NULL UNIQUE,
  new_id TEXT NOT NULL,
  since_version TEXT NOT NULL
);

CREATE TABLE observations (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  datastream_id TEXT NOT NULL,
  phenomenon_time DATETIME NOT NULL,
  result_time DATETIME NOT NULL,
  value DOUBLE,
  unit TEXT NOT NULL,
  quality TEXT NOT NULL,
  principal TEXT NOT NULL,
  UNIQUE (datastream_id, phenomenon_time)
);

CREATE TABLE runs (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  scenario_id TEXT NOT NULL,
  scenario_title TEXT NOT NULL,
  scenario_hash TEXT NOT NULL,
  scenario_yaml TEXT NOT NULL,
  city_version TEXT NOT NULL,
  engine_versions TEXT NOT NULL,
  seed INTEGER NOT NULL,
  day DATE NOT NULL,
  time_zone TEXT NOT NULL,
  step_minutes MEDIUMINT NOT NULL,
  grid_x0_m DOUBLE,
  grid_y0_m DOUBLE,
  grid_cell_m DOUBLE,
  grid_cols MEDIUMINT,
  grid_rows MEDIUMINT,
  principal TEXT NOT NULL,
  finished_at DATETIME NOT NULL,
  cpu_seconds DOUBLE NOT NULL
);

CREATE TABLE run_frames (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  run_id TEXT NOT NULL REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  quantity TEXT NOT NULL,
  step MEDIUMINT NOT NULL,
  element TEXT NOT NULL,
  unit TEXT NOT NULL,
  dtype TEXT NOT NULL,
  scale DOUBLE NOT NULL,
  value_offset DOUBLE NOT NULL,
  content BLOB NOT NULL,
  UNIQUE (run_id, quantity, step)
);

CREATE TABLE run_kpis (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  run_id TEXT NOT NULL REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  kpi_id TEXT NOT NULL,
  district_id TEXT NOT NULL,
  value DOUBLE,
  UNIQUE (run_id, kpi_id, district_id)
);

CREATE TABLE run_tours (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  run_id TEXT NOT NULL REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  seq MEDIUMINT NOT NULL,
  depot MEDIUMINT NOT NULL,
  truck MEDIUMINT NOT NULL,
  disposal_trips MEDIUMINT NOT NULL,
  collected_l DOUBLE NOT NULL,
  collected_kg DOUBLE NOT NULL,
  km DOUBLE NOT NULL,
  hours DOUBLE NOT NULL,
  links BLOB NOT NULL,
  enter_minute BLOB NOT NULL,
  bins BLOB NOT NULL,
  UNIQUE (run_id, seq)
);

CREATE TABLE writes (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  written_at DATETIME NOT NULL,
  principal TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL
);

INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES
  ('store_migrations', 'attributes', 'store_migrations', 'Layouts of this store, one row per migration'),
  ('city', 'attributes', 'city', 'The city record: one row'),
  ('city_versions', 'attributes', 'city_versions', 'Every version of the city that was written, oldest first'),
  ('aliases', 'attributes', 'aliases', 'Present ids of ids that an earlier version had'),
  ('observations', 'attributes', 'observations', 'Observations of the datastreams (SensorThings words)'),
  ('runs', 'attributes', 'runs', 'Finished simulation runs'),
  ('run_frames', 'attributes', 'run_frames', 'Values of a run: one row per quantity and time step'),
  ('run_kpis', 'attributes', 'run_kpis', 'Indicators of a run, for the city and by district'),
  ('run_tours', 'attributes', 'run_tours', 'Waste collection tours of a run'),
  ('writes', 'attributes', 'writes', 'Who changed the store, when and how');

INSERT INTO gpkg_data_columns (table_name, column_name, description) VALUES
  ('store_migrations', 'version', 'Number of the layout'),
  ('store_migrations', 'name', 'What the migration does'),
  ('store_migrations', 'applied_at', 'When it was applied, UTC'),
  ('city', 'id', 'Stable id of the city'),
  ('city', 'name', 'Name of the city'),
  ('city', 'time_zone', 'IANA time zone'),
  ('city', 'origin_lon', 'Longitude of the origin of the local metre system [degree]'),
  ('city', 'origin_lat', 'Latitude of the origin of the local metre system [degree]'),
  ('city', 'crs_wkt', 'The local metre system as OGC WKT 1'),
  ('city', 'licence', 'Licence of the data'),
  ('city', 'attribution', 'Attribution to show with the data'),
  ('city', 'sources', 'Sources of the data, a JSON array of texts'),
  ('city', 'estimates', 'Figures that are estimates, a JSON array of texts'),
  ('city', 'synthetic_seed', 'Seed of a synthetic city; -1 for a real one'),
  ('city', 'version', 'SHA-256 of the content, hexadecimal; empty after an edit by another program'),
  ('city_versions', 'version', 'SHA-256 of the content, hexadecimal'),
  ('city_versions', 'written_at', 'When it was written, UTC'),
  ('city_versions', 'principal', 'Who wrote it'),
  ('aliases', 'old_id', 'Id in an earlier version'),
  ('aliases', 'new_id', 'Id that took its place'),
  ('aliases', 'since_version', 'Version of the city that brought the alias'),
  ('observations', 'datastream_id', 'Id in datastreams'),
  ('observations', 'phenomenon_time', 'When the phenomenon happened, UTC'),
  ('observations', 'result_time', 'When the result was made, UTC'),
  ('observations', 'value', 'Result; NULL where the instrument reported nothing usable'),
  ('observations', 'unit', 'Unit of the result'),
  ('observations', 'quality', 'Quality flag'),
  ('observations', 'principal', 'Who wrote it'),
  ('runs', 'id', 'Run key: hash of scenario, city version, engine versions and seed'),
  ('runs', 'scenario_id', 'Id of the scenario'),
  ('runs', 'scenario_title', 'Title of the scenario'),
  ('runs', 'scenario_hash', 'Hash of what acts in the scenario'),
  ('runs', 'scenario_yaml', 'The scenario as text'),
  ('runs', 'city_version', 'Version of the city that was simulated'),
  ('runs', 'engine_versions', 'Version of each engine, a JSON object'),
  ('runs', 'seed', 'Seed of the random numbers'),
  ('runs', 'day', 'Local date that was simulated'),
  ('runs', 'time_zone', 'IANA time zone of the day'),
  ('runs', 'step_minutes', 'Length of a time step [min]'),
  ('runs', 'grid_x0_m', 'West edge of the receptor grid, local metres [m]; NULL without air'),
  ('runs', 'grid_y0_m', 'South edge of the receptor grid, local metres [m]'),
  ('runs', 'grid_cell_m', 'Cell size of the receptor grid [m]'),
  ('runs', 'grid_cols', 'Columns of the receptor grid'),
  ('runs', 'grid_rows', 'Rows of the receptor grid'),
  ('runs', 'principal', 'Who asked for the run'),
  ('runs', 'finished_at', 'When it was finished, UTC'),
  ('runs', 'cpu_seconds', 'Processor time of the run [s]'),
  ('run_frames', 'run_id', 'Id in runs'),
  ('run_frames', 'quantity', 'What the values are, for example traffic_volume'),
  ('run_frames', 'step', 'Time step, from 0'),
  ('run_frames', 'element', 'What a value belongs to: link, bin (row of that table), or cell of the receptor grid'),
  ('run_frames', 'unit', 'Unit of the values'),
  ('run_frames', 'dtype', 'Stored number: uint8, uint16 or float32; the largest unsigned number, or NaN, is no data'),
  ('run_frames', 'scale', 'value = value_offset + scale * stored number'),
  ('run_frames', 'value_offset', 'value = value_offset + scale * stored number'),
  ('run_frames', 'content', 'Stored numbers in element order, little-endian, compressed with deflate (RFC 1950)'),
  ('run_kpis', 'run_id', 'Id in runs'),
  ('run_kpis', 'kpi_id', 'Stable dotted id of the indicator'),
  ('run_kpis', 'district_id', 'Id in districts; empty for the whole city'),
  ('run_kpis', 'value', 'Value in the unit of the indicator; NULL where it is undefined'),
  ('run_tours', 'run_id', 'Id in runs'),
  ('run_tours', 'seq', 'Order of the tours, from 0'),
  ('run_tours', 'depot', 'Row of the depot, from 0, in the simulated city'),
  ('run_tours', 'truck', 'Number of the truck at its depot'),
  ('run_tours', 'disposal_trips', 'Trips to a disposal site'),
  ('run_tours', 'collected_l', 'Waste collected [l]'),
  ('run_tours', 'collected_kg', 'Waste collected [kg]'),
  ('run_tours', 'km', 'Distance driven [km]'),
  ('run_tours', 'hours', 'Duration [h]'),
  ('run_tours', 'links', 'Links driven in order: rows from 0, int32 little-endian, deflate'),
  ('run_tours', 'enter_minute', 'Minute of the day at which each link is entered, float32 little-endian, deflate'),
  ('run_tours', 'bins', 'Bins emptied in order: rows from 0, int32 little-endian, deflate'),
  ('writes', 'written_at', 'When, UTC'),
  ('writes', 'principal', 'Who'),
  ('writes', 'action', 'What was done'),
  ('writes', 'subject', 'To what: version, run or number of observations');

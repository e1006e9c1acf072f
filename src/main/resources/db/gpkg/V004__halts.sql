ALTER TABLE run_tours ADD COLUMN halt_links BLOB;
ALTER TABLE run_tours ADD COLUMN halt_rows BLOB;
ALTER TABLE run_tours ADD COLUMN halt_minutes BLOB;
ALTER TABLE run_decisions ADD COLUMN detour_km BLOB;
ALTER TABLE run_decisions ADD COLUMN detour_eur BLOB;
ALTER TABLE run_decisions ADD COLUMN left_out BLOB;
ALTER TABLE run_decisions ADD COLUMN least_eur BLOB;

INSERT INTO gpkg_data_columns (table_name, column_name, description) VALUES
  ('run_tours', 'halt_links', 'Links driven before each halt: int32 little-endian, deflate'),
  ('run_tours', 'halt_rows', 'Row of the bin emptied at each halt, or -1 minus the row of the disposal site, in the simulated city: int32 little-endian, deflate'),
  ('run_tours', 'halt_minutes', 'Minute of the day at which the work of each halt is done: float32 little-endian, deflate'),
  ('run_decisions', 'detour_km', 'Kilometres that the stop adds to its tour; NaN = in none, by row of bins: float32 little-endian, deflate'),
  ('run_decisions', 'detour_eur', 'Euros that the stop adds to its tour [€]; NaN = in none, by row of bins: float32 little-endian, deflate'),
  ('run_decisions', 'left_out', 'Why the stop is in no tour, ordinal of BinDecisions.LeftOut, by row of bins: int32 little-endian, deflate'),
  ('run_decisions', 'least_eur', 'Least euros for which a stop left out could have been in a tour [€]; NaN = impossible or in one, by row of bins: float32 little-endian, deflate');

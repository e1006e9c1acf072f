CREATE TABLE run_decisions (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  run_id TEXT NOT NULL UNIQUE REFERENCES runs (id) DEFERRABLE INITIALLY DEFERRED,
  notes TEXT NOT NULL,
  why BLOB NOT NULL,
  tour BLOB NOT NULL,
  sensor BLOB NOT NULL,
  seen_share BLOB NOT NULL,
  overflow_probability BLOB NOT NULL,
  prize_eur BLOB NOT NULL,
  detour_minutes BLOB NOT NULL
);

INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES
  ('run_decisions', 'attributes', 'run_decisions', 'Why each bin was emptied or not on the day of a run, and what could not be planned');

INSERT INTO gpkg_data_columns (table_name, column_name, description) VALUES
  ('run_decisions', 'run_id', 'Id in runs'),
  ('run_decisions', 'notes', 'What could not be planned as asked, a JSON array of texts'),
  ('run_decisions', 'why', 'Reason, ordinal of BinDecisions.Why, by row of bins: int32 little-endian, deflate'),
  ('run_decisions', 'tour', 'Row of the tour, from 0; -1 = none, by row of bins: int32 little-endian, deflate'),
  ('run_decisions', 'sensor', '1 where a level sensor told, by row of bins: int32 little-endian, deflate'),
  ('run_decisions', 'seen_share', 'Filled share that the planner saw, by row of bins: float32 little-endian, deflate'),
  ('run_decisions', 'overflow_probability', 'Probability of running over before the next chance, 0 to 1, by row of bins: float32 little-endian, deflate'),
  ('run_decisions', 'prize_eur', 'Prize of emptying it on the day [€], by row of bins: float32 little-endian, deflate'),
  ('run_decisions', 'detour_minutes', 'Minutes that the stop adds to its tour; NaN = in none, by row of bins: float32 little-endian, deflate');

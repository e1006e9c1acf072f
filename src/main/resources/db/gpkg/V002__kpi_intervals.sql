ALTER TABLE run_kpis ADD COLUMN low DOUBLE;

ALTER TABLE run_kpis ADD COLUMN high DOUBLE;

INSERT INTO gpkg_data_columns (table_name, column_name, description) VALUES
  ('run_kpis', 'low', 'Lower end of the interval of the value; NULL where none is stated'),
  ('run_kpis', 'high', 'Upper end of the interval of the value; NULL where none is stated');

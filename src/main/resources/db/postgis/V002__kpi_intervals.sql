ALTER TABLE run_kpis ADD COLUMN low double precision;
ALTER TABLE run_kpis ADD COLUMN high double precision;
COMMENT ON COLUMN run_kpis.low IS 'Lower end of the interval of the value; NULL where none is stated';
COMMENT ON COLUMN run_kpis.high IS 'Upper end of the interval of the value; NULL where none is stated';

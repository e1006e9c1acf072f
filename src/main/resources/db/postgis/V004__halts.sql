ALTER TABLE run_tours ADD COLUMN halt_links integer[];
ALTER TABLE run_tours ADD COLUMN halt_rows integer[];
ALTER TABLE run_tours ADD COLUMN halt_minutes real[];
ALTER TABLE run_decisions ADD COLUMN detour_km real[];
ALTER TABLE run_decisions ADD COLUMN detour_eur real[];
ALTER TABLE run_decisions ADD COLUMN left_out integer[];
ALTER TABLE run_decisions ADD COLUMN least_eur real[];

COMMENT ON COLUMN run_tours.halt_links IS 'Links driven before each halt';
COMMENT ON COLUMN run_tours.halt_rows IS 'Row of the bin emptied at each halt, or -1 minus the row of the disposal site, in the simulated city';
COMMENT ON COLUMN run_tours.halt_minutes IS 'Minute of the day at which the work of each halt is done';
COMMENT ON COLUMN run_decisions.detour_km IS 'Kilometres that the stop adds to its tour; NaN = in none, by row of bins';
COMMENT ON COLUMN run_decisions.detour_eur IS 'Euros that the stop adds to its tour [€]; NaN = in none, by row of bins';
COMMENT ON COLUMN run_decisions.left_out IS 'Why the stop is in no tour, ordinal of BinDecisions.LeftOut, by row of bins';
COMMENT ON COLUMN run_decisions.least_eur IS 'Least euros for which a stop left out could have been in a tour [€]; NaN = impossible or in one, by row of bins';

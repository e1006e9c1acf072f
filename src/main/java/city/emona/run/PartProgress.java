package city.emona.run;

import city.emona.simulate.Progress;

/** Maps the share 0..1 of one engine onto its part [from, to) of the whole run. */
record PartProgress(Progress whole, double from, double to) implements Progress {
  @Override
  public void report(String stage, double share) {
    whole.report(stage, from + (to - from) * Math.max(0, Math.min(1, share)));
  }

  @Override
  public boolean isCancelled() {
    return whole.isCancelled();
  }
}

package city.emona.demand.mode;

/**
 * What travelers answer to the times that they meet. The traffic engine lets it change the trips of
 * a step before they are loaded, and tells it the times of the assigned network afterwards; as long
 * as it wants to change the trips again, the step is assigned again from where it is. Used by one
 * thread, step after step.
 */
public interface TravelResponse {
  /** Nobody answers: trips stay as they are. */
  TravelResponse NONE =
      new TravelResponse() {
        @Override
        public void change(int step, int classIdx, double[] trips) {}

        @Override
        public boolean meets(int step, double[][] carSeconds, float[] speedKmh) {
          return false;
        }
      };

  /** Changes the trips of a class (by pair, as the demand model made them) before a loading. */
  void change(int step, int classIdx, double[] trips);

  /**
   * The equilibrium of a step: {@code carSeconds[class][pair]} from centroid to centroid, infinity
   * where no path is known, null for classes other than cars; and the speed on every link. Returns
   * whether the trips change enough to be assigned again.
   */
  boolean meets(int step, double[][] carSeconds, float[] speedKmh);
}

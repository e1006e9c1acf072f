package city.emona.simulate;

/**
 * How far a long computation is, and whether somebody asked it to stop. Engines report a share of
 * their own work, 0..1, with a short stable stage word (a message-catalogue key: "traffic", "air",
 * …), and call {@link #check} often enough to stop within a second.
 */
public interface Progress {
  /** Neither shown nor cancellable. */
  Progress NONE =
      new Progress() {
        @Override
        public void report(String stage, double share) {}

        @Override
        public boolean isCancelled() {
          return false;
        }
      };

  void report(String stage, double share);

  boolean isCancelled();

  /** Throws where the work was cancelled. */
  default void check() {
    if (isCancelled()) {
      throw new Cancelled();
    }
  }

  /** Thrown out of a cancelled computation; nothing of it is stored. */
  final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Cancelled() {
      super("cancelled");
    }
  }
}

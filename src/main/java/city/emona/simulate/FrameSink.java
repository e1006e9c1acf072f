package city.emona.simulate;

/** Receives frames. Engines call it from one thread, in ascending step order within a quantity. */
@FunctionalInterface
public interface FrameSink {
  void accept(Frame frame);
}

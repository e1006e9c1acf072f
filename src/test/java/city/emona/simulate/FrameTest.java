package city.emona.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Value frames as they are stored and served (src/docs/store.md). */
class FrameTest {
  @Test
  void packsLittleEndianAndBack() {
    float[] values = {0, 12.2f, 1e9f, -5, Float.NaN};
    byte[] bytes = new Frame(Quantity.TRAFFIC_VOLUME, 3, values).pack();
    assertThat(bytes).startsWith(0, 0, 61, 0).endsWith(255, 255);
    float[] back = Frame.unpack(Quantity.TRAFFIC_VOLUME, 3, bytes).values();
    assertThat(back[1]).isEqualTo(12.2f);
    assertThat(back[2])
        .as("beyond the range is clamped, not no-data")
        .isEqualTo((float) (65534 * 0.2));
    assertThat(back[3]).isZero();
    assertThat(back[4]).isNaN();
  }

  @Test
  void everyQuantityKeepsItsPrecision() {
    float[] values = {0, 1, 7.25f, 33, 99.5f, Float.NaN};
    for (Quantity q : Quantity.values()) {
      Frame f = Frame.unpack(q, 0, new Frame(q, 0, values).pack());
      double step = q.packing() == Quantity.Packing.FLOAT32 ? 0 : q.scale() / 2 + 1e-5;
      double top =
          q.packing() == Quantity.Packing.FLOAT32 ? 1e9 : q.scale() * (q.packing().nodata() - 1);
      for (int i = 0; i < 5; i++) {
        assertThat(Math.abs(f.values()[i] - Math.min(values[i], top)))
            .as(q.id())
            .isLessThanOrEqualTo(step);
      }
      assertThat(f.values()[5]).isNaN();
      assertThat(Quantity.find(q.id())).isSameAs(q);
    }
    assertThat(Arrays.stream(Quantity.values()).map(Quantity::id)).doesNotHaveDuplicates();
    assertThat(Quantity.find("noise")).isNull();
  }
}

package dev.devtail.simulator.delivery;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Moves the borders between what is sent at a time. */
final class Borders {

  private static final int MAX_ODD_BYTES = 64;

  private Borders() {}

  /** Pieces of any length, over the borders of events; but not over a pause. */
  static List<Step> odd(List<Step> steps, RandomGenerator dice) {
    List<Step> moved = new ArrayList<>();
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    for (Step step : steps) {
      if (step instanceof Step.Send(byte[] bytes)) {
        run.writeBytes(bytes);
      } else {
        split(run, dice, moved);
        moved.add(step);
      }
    }
    split(run, dice, moved);
    return moved;
  }

  private static void split(ByteArrayOutputStream run, RandomGenerator dice, List<Step> moved) {
    byte[] bytes = run.toByteArray();
    run.reset();
    int from = 0;
    while (from < bytes.length) {
      int to = Math.min(bytes.length, from + dice.nextInt(1, MAX_ODD_BYTES + 1));
      moved.add(new Step.Send(Arrays.copyOfRange(bytes, from, to)));
      from = to;
    }
  }

  static List<Step> drip(List<Step> steps, Duration perByte) {
    List<Step> moved = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Step.Send(byte[] bytes)) {
        for (byte one : bytes) {
          moved.add(new Step.Send(new byte[] {one}));
          moved.add(new Step.Pause(perByte));
        }
      } else {
        moved.add(step);
      }
    }
    return moved;
  }
}

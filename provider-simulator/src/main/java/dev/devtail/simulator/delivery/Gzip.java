package dev.devtail.simulator.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Packs what is sent; what was sent at a time can be unpacked by itself. */
final class Gzip {

  private Gzip() {}

  static List<Step> packed(List<Step> steps) {
    List<Step> packed = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out, true)) {
      for (Step step : steps) {
        if (step instanceof Step.Send(byte[] bytes)) {
          gzip.write(bytes);
          gzip.flush();
          packed.add(taken(out));
        } else {
          packed.add(step);
        }
      }
      gzip.finish();
      if (steps.getLast() instanceof Step.Send) {
        packed.add(taken(out));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return packed;
  }

  private static Step.Send taken(ByteArrayOutputStream out) {
    byte[] bytes = out.toByteArray();
    out.reset();
    return new Step.Send(bytes);
  }
}

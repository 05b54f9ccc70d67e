package dev.devtail.context.build;

import dev.devtail.context.budget.Fitted;
import dev.devtail.context.select.RuledSelection.Note;
import java.util.List;

/**
 * A context that was built.
 *
 * @param notes what rules could not have
 */
public record BuiltContext(Fitted fitted, List<Note> notes) {

  public BuiltContext {
    notes = List.copyOf(notes);
  }
}

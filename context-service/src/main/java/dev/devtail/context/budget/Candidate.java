package dev.devtail.context.budget;

import dev.devtail.context.render.PrintableFile;
import dev.devtail.context.select.Wanted;

/** A file that is wanted, ready to be shown. */
public record Candidate(Wanted wanted, PrintableFile file) {}

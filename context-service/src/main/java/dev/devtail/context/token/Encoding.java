package dev.devtail.context.token;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whose tokens are meant. OpenAI's are counted exactly. Others do not publish their tokenizers: of
 * theirs it is assumed between what bounds they lie, in percent of {@code o200k_base}, as
 * ai-router-service assumes it.
 */
public enum Encoding {
  O200K_BASE(Vocabulary.O200K_BASE, 100, 100, 100),
  CL100K_BASE(Vocabulary.CL100K_BASE, 100, 100, 100),
  /** More for code than for prose, and more for the newest models than for older ones. */
  CLAUDE(Vocabulary.O200K_BASE, 100, 125, 170),
  GEMINI(Vocabulary.O200K_BASE, 85, 105, 130),
  OTHER(Vocabulary.O200K_BASE, 80, 110, 150);

  private static final int PERCENT = 100;

  private static final Pattern OF_CL100K =
      Pattern.compile("(.*/)?(gpt-4(?![.o])|gpt-3\\.5|gpt-35|text-embedding-(3|ada-002)).*");

  private static final Pattern OF_O200K = Pattern.compile("(.*/)?(gpt|chatgpt|codex|o\\d).*");

  private final Vocabulary vocabulary;
  private final int least;
  private final int likely;
  private final int most;

  Encoding(Vocabulary vocabulary, int least, int likely, int most) {
    this.vocabulary = vocabulary;
    this.least = least;
    this.likely = likely;
    this.most = most;
  }

  /** By the model's name, whoever provides it. */
  public static Encoding ofModel(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    if (name.contains("claude")) {
      return CLAUDE;
    }
    if (name.contains("gemini")) {
      return GEMINI;
    }
    if (OF_CL100K.matcher(name).matches()) {
      return CL100K_BASE;
    }
    return OF_O200K.matcher(name).matches() ? O200K_BASE : OTHER;
  }

  /** By its {@link #id()}. */
  public static Optional<Encoding> byId(String id) {
    return Arrays.stream(values()).filter(encoding -> encoding.id().equals(id)).findFirst();
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By which text is counted for it. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  public boolean isExact() {
    return least == most;
  }

  /**
   * The model's tokens.
   *
   * @param counted by the {@link #vocabulary()}
   */
  public TokenCount of(long counted) {
    return new TokenCount(
        counted * least / PERCENT,
        Math.ceilDiv(counted * likely, PERCENT),
        Math.ceilDiv(counted * most, PERCENT));
  }

  /**
   * How many may be counted by the {@link #vocabulary()} so that the model surely counts no more
   * than its tokens.
   */
  public long countedWithin(long tokens) {
    return tokens * PERCENT / most;
  }
}

/** Ollama's chat, of providers. */
@NullMarked
package dev.devtail.router.translate.ollama;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.devtail.gateway.models;

import org.jspecify.annotations.NullMarked;

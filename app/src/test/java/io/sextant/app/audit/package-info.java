/// The trail on real databases: written, signed, tampered with, verified.
@NullMarked
package io.sextant.app.audit;

import org.jspecify.annotations.NullMarked;

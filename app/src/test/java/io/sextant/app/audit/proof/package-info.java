/// The proofs, against published answers.
@NullMarked
package io.sextant.app.audit.proof;

import org.jspecify.annotations.NullMarked;

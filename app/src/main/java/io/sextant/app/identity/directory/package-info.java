/// People in bulk from a file of the company's directory: checked first, applied whole, taken back.
@NullMarked
package io.sextant.app.identity.directory;

import org.jspecify.annotations.NullMarked;

/// A page that shows every component in every state, for those who build pages and for the browser tests. It exists
/// only where `sextant.gallery` is true.
@NullMarked
package io.sextant.app.platform.ui.gallery;

import org.jspecify.annotations.NullMarked;

/// What every page shares: the language and its typography, the layout, the components, the assets and the error pages.
@NullMarked
@NamedInterface("ui")
package io.sextant.app.platform.ui;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

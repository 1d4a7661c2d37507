/// What every page shares, tried in a real browser and over real HTTP.
@NullMarked
package io.sextant.app.platform.ui;

import org.jspecify.annotations.NullMarked;

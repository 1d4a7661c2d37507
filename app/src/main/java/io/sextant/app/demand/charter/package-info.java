/// The company's charter: the uses that it does not want, whatever they bring, and what use cases were found to be.
@NullMarked
package io.sextant.app.demand.charter;

import org.jspecify.annotations.NullMarked;

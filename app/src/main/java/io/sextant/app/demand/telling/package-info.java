/// What people are told of what happens to use cases: the gates' events become announcements to those concerned.
@NullMarked
package io.sextant.app.demand.telling;

import org.jspecify.annotations.NullMarked;

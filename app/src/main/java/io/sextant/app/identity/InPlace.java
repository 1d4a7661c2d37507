package io.sextant.app.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Handlers at which one may act in the place of somebody who is away: the request names them, and the actor handed
/// over
/// then has their rights instead of one's own, as long as one stands in for them.
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface InPlace {
    /// The parameter of the request that names the account of the absent person.
    String PARAMETER = "inPlaceOf";
}

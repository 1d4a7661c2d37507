package io.sextant.app.identity.web;

import io.sextant.app.identity.Open;
import io.sextant.app.platform.rest.Problem;
import io.sextant.app.platform.rest.Problem.Type;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The description of the API, as it was when this version was built.
@RestController
class OpenApiDocument {
    private final Resource document = new ClassPathResource("reference/openapi.json");

    /// The OpenAPI document.
    @Open
    @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Resource> get() {
        if (!document.exists()) {
            throw Problem.of(Type.NOT_FOUND).exception();
        }
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document);
    }
}

package io.sextant.app.testing;

import io.sextant.app.identity.Actor;
import io.sextant.app.identity.InPlace;
import io.sextant.app.identity.access.OpenPackage;
import io.sextant.app.platform.ui.Ui;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.models.GroupedOpenApi;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Lets springdoc describe the API in tests; it is not in the product.
@Configuration(proxyBeanMethods = false)
class OpenApiInTests {
    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Actor.class, Ui.class);
    }

    @Bean
    OpenPackage springdoc() {
        return new OpenPackage("org.springdoc");
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Sextant")
                        .version("1")
                        .description("The API of Sextant. Conventions: docs/reference/api.md;"
                                + " problems: docs/reference/problems.md.")
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                "token",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An API token, sxt_…"))
                        .addSecuritySchemes(
                                "password",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic")
                                        .description("For POST /api/v1/tokens only.")))
                .addSecurityItem(new SecurityRequirement().addList("token"));
    }

    @Bean
    GroupedOpenApi version1(OpenApiCustomizer conventions) {
        return GroupedOpenApi.builder()
                .group("v1")
                .pathsToMatch("/api/v1/**")
                .addOpenApiCustomizer(conventions)
                .build();
    }

    /// What every operation shares and no controller repeats.
    @Bean
    OpenApiCustomizer conventions() {
        return api -> {
            api.getComponents().addSchemas("Problem", problem());
            api.setServers(List.of());
            api.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                operation
                        .getResponses()
                        .addApiResponse(
                                "default",
                                new ApiResponse()
                                        .description("A problem (RFC 9457)")
                                        .content(new Content()
                                                .addMediaType(
                                                        "application/problem+json",
                                                        new MediaType()
                                                                .schema(new Schema<>()
                                                                        .$ref("#/components/schemas/Problem")))));
                if (method.name().equals("POST")) {
                    operation.addParametersItem(new HeaderParameter()
                            .name("Idempotency-Key")
                            .required(false)
                            .description(
                                    "Sent again under the same key within 24 hours, the request is carried out once.")
                            .schema(new StringSchema().maxLength(255)));
                }
                if (path.startsWith("/api/v1/use-cases/{id}/gate")) {
                    operation.addParametersItem(new QueryParameter()
                            .name(InPlace.PARAMETER)
                            .required(false)
                            .description("The account of somebody who is away and for whom the caller stands in:"
                                    + " the call is made in their place, with their rights.")
                            .schema(new IntegerSchema().format("int64")));
                }
                if (path.equals("/api/v1/tokens") && method.name().equals("POST")) {
                    operation.addSecurityItem(new SecurityRequirement().addList("token"));
                    operation.addSecurityItem(new SecurityRequirement().addList("password"));
                }
            }));
        };
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .addProperty("type", new StringSchema().example("urn:sextant:problem:invalid"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema())
                .addProperty("correlationId", new StringSchema())
                .addProperty(
                        "errors",
                        new ArraySchema()
                                .items(new ObjectSchema()
                                        .addProperty("field", new StringSchema().nullable(true))
                                        .addProperty("code", new StringSchema())
                                        .addProperty("message", new StringSchema())
                                        .addProperty("mend", new StringSchema())))
                .required(List.of("type", "title", "status", "detail", "instance", "correlationId"));
    }
}

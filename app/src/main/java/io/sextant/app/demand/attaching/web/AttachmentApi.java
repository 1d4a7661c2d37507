package io.sextant.app.demand.attaching.web;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.attaching.Attachment;
import io.sextant.app.demand.attaching.Attachments;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.platform.rest.Answers;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/// Attachments through the API.
@RestController
@RequestMapping("/api/v1/use-cases/{id}/attachments")
class AttachmentApi {
    private final Attachments attachments;

    AttachmentApi(Attachments attachments) {
        this.attachments = attachments;
    }

    /// Lists the files attached to a use case, the latest first; those taken away carry `removedAt`.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping
    List<Attachment> listAttachments(Actor actor, @PathVariable String id) {
        return attachments.of(actor, Answers.found(attachments.useCase(actor, id)));
    }

    /// Attaches a file. Its type is known from what it holds, and its name must agree.
    @Needs(Permission.VIEW_USE_CASES)
    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    ResponseEntity<Attachment> attach(Actor actor, @PathVariable String id, @RequestPart("file") MultipartFile file)
            throws IOException {
        UseCaseId useCase = Answers.found(attachments.useCase(actor, id));
        try (InputStream in = file.getInputStream()) {
            Attachment added = Answers.done(
                    attachments.add(actor, useCase, in, Objects.requireNonNullElse(file.getOriginalFilename(), "")));
            return ResponseEntity.created(
                            URI.create("/api/v1/use-cases/" + useCase.code() + "/attachments/" + added.id()))
                    .body(added);
        }
    }

    /// Gets the bytes of a file, always as a download.
    @Needs(Permission.VIEW_USE_CASES)
    @GetMapping(path = "/{attachment}", produces = MediaType.ALL_VALUE)
    void getAttachment(
            Actor actor, @PathVariable String id, @PathVariable long attachment, HttpServletResponse response)
            throws IOException {
        UseCaseId useCase = Answers.found(attachments.useCase(actor, id));
        Sending.send(attachments, Answers.found(attachments.find(actor, useCase, attachment)), response);
    }

    /// Takes a file away; it can be put back.
    @Needs(Permission.VIEW_USE_CASES)
    @DeleteMapping("/{attachment}")
    Attachment removeAttachment(Actor actor, @PathVariable String id, @PathVariable long attachment) {
        return Answers.done(attachments.remove(actor, Answers.found(attachments.useCase(actor, id)), attachment));
    }

    /// Puts a file back that was taken away.
    @Needs(Permission.VIEW_USE_CASES)
    @PostMapping("/{attachment}/restore")
    Attachment restoreAttachment(Actor actor, @PathVariable String id, @PathVariable long attachment) {
        return Answers.done(attachments.putBack(actor, Answers.found(attachments.useCase(actor, id)), attachment));
    }
}

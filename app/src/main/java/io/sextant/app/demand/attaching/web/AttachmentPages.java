package io.sextant.app.demand.attaching.web;

import io.sextant.app.demand.UseCaseId;
import io.sextant.app.demand.attaching.Attachment;
import io.sextant.app.demand.attaching.Attachments;
import io.sextant.app.identity.Actor;
import io.sextant.app.identity.Needs;
import io.sextant.app.identity.Permission;
import io.sextant.app.kernel.Outcome;
import io.sextant.app.kernel.Reason;
import io.sextant.app.platform.ui.Toast;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// What people do with attachments; the list itself is a page of the use case.
@Controller
class AttachmentPages {
    private final Attachments attachments;

    AttachmentPages(Attachments attachments) {
        this.attachments = attachments;
    }

    @PostMapping("/use-cases/{id}/attachments")
    @Needs(Permission.VIEW_USE_CASES)
    String add(
            Actor actor,
            @PathVariable String id,
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
            RedirectAttributes redirect)
            throws IOException {
        String name = file == null ? null : file.getOriginalFilename();
        if (file == null || file.isEmpty() && (name == null || name.isBlank())) {
            Toast.fault("demand.attachment.refused.noFile").on(redirect);
            return list(id);
        }
        try (InputStream in = file.getInputStream()) {
            Outcome<Attachment> outcome = attachments.add(actor, useCase(id), in, Objects.requireNonNullElse(name, ""));
            return told(outcome, "added", "remove", id, redirect);
        }
    }

    /// The file itself; never shown in the page's place, whatever it holds.
    @GetMapping("/use-cases/{id}/attachments/{attachment}")
    @Needs(Permission.VIEW_USE_CASES)
    void open(Actor actor, @PathVariable String id, @PathVariable long attachment, HttpServletResponse response)
            throws IOException {
        Attachment file = attachments
                .find(actor, useCase(id), attachment)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Sending.send(attachments, file, response);
    }

    @PostMapping("/use-cases/{id}/attachments/{attachment}/remove")
    @Needs(Permission.VIEW_USE_CASES)
    String remove(Actor actor, @PathVariable String id, @PathVariable long attachment, RedirectAttributes redirect) {
        return told(attachments.remove(actor, useCase(id), attachment), "removed", "put-back", id, redirect);
    }

    @PostMapping("/use-cases/{id}/attachments/{attachment}/put-back")
    @Needs(Permission.VIEW_USE_CASES)
    String putBack(Actor actor, @PathVariable String id, @PathVariable long attachment, RedirectAttributes redirect) {
        return told(attachments.putBack(actor, useCase(id), attachment), "putBack", "remove", id, redirect);
    }

    private static String told(
            Outcome<Attachment> outcome, String done, String undo, String id, RedirectAttributes redirect) {
        Toast toast =
                switch (outcome) {
                    case Outcome.Done<Attachment>(Attachment file) ->
                        Toast.done("demand.attachment.done." + done, file.name())
                                .undo(list(id).substring("redirect:".length()) + "/" + file.id() + "/" + undo);
                    case Outcome.Refused<Attachment>(List<Reason> reasons) ->
                        Toast.fault(
                                reasons.getFirst().code(),
                                reasons.getFirst().args().stream()
                                        .map(String::valueOf)
                                        .toArray(String[]::new));
                    case Outcome.Stale<Attachment> _ -> throw new IllegalStateException("attachments have no versions");
                };
        toast.on(redirect);
        return list(id);
    }

    private static String list(String id) {
        return "redirect:/use-cases/" + useCase(id).code() + "/attachments";
    }

    private static UseCaseId useCase(String id) {
        if (!UseCaseId.matches(id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return new UseCaseId(id);
    }
}

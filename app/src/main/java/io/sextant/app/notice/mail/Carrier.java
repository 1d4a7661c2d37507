package io.sextant.app.notice.mail;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.sextant.app.platform.trust.Doubt;
import io.sextant.app.platform.trust.Trust;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/// Brings letters to the mail server, each as text and as HTML. What people wrote cannot become a header: line ends and
/// control characters are taken out of subject and names, addresses are checked, and the rest is encoded (RFC 2047).
/// Thread-safe.
@Component
class Carrier {
    private static final int MOST_ERROR = 300;
    private static final int MOST_SUBJECT = 200;

    private final MailSettings settings;
    private final TemplateEngine templates;
    private final JavaMailSenderImpl sender;

    Carrier(MailSettings settings, TemplateEngine templates, Trust trust) {
        this.settings = settings;
        this.templates = templates;
        sender = sender(settings, trust);
    }

    private static JavaMailSenderImpl sender(MailSettings settings, Trust trust) {
        var sender = new JavaMailSenderImpl();
        boolean tls = settings.security() == MailSettings.Security.TLS;
        String protocol = tls ? "smtps" : "smtp";
        sender.setProtocol(protocol);
        sender.setHost(settings.host());
        sender.setPort(settings.port());
        sender.setDefaultEncoding(StandardCharsets.UTF_8.name());
        var properties = sender.getJavaMailProperties();
        for (String name : Arrays.asList("connectiontimeout", "timeout", "writetimeout")) {
            properties.setProperty("mail." + protocol + "." + name, "10000");
        }
        properties.setProperty("mail." + protocol + ".ssl.checkserveridentity", "true");
        properties.put("mail." + protocol + ".ssl.socketFactory", trust.sockets());
        // Otherwise what it refuses is tried again with Java's authorities alone, and the reason is theirs.
        properties.setProperty("mail." + protocol + ".socketFactory.fallback", "false");
        if (settings.security() == MailSettings.Security.STARTTLS) {
            properties.setProperty("mail.smtp.starttls.enable", "true");
            properties.setProperty("mail.smtp.starttls.required", "true");
        }
        if (settings.user() != null) {
            sender.setUsername(settings.user());
            sender.setPassword(settings.password());
            properties.setProperty("mail." + protocol + ".auth", "true");
        }
        return sender;
    }

    /// What became of a letter.
    sealed interface Fate {
        /// The server took it.
        record Taken() implements Fate {}

        /// It did not.
        ///
        /// @param why in the server's words, or the key of a [Doubt]
        /// @param forGood whether another try would be in vain
        record Failed(String why, boolean forGood) implements Fate {}
    }

    /// Hands a letter to the server; takes up to half a minute.
    Fate carry(Letter letter) {
        try {
            sender.send(message(letter));
            return new Fate.Taken();
        } catch (MailException | MessagingException | UnsupportedEncodingException e) {
            return new Fate.Failed(why(e), forGood(e));
        }
    }

    MimeMessage message(Letter letter) throws MessagingException, UnsupportedEncodingException {
        var from = new InternetAddress(settings.from(), true);
        var message = new Identified(
                sender.getSession(), "<" + letter.id() + "@" + from.getAddress().replaceAll("^.*@", "") + ">");
        var helper = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
        helper.setFrom(from);
        var to = new InternetAddress(letter.email(), true);
        to.setPersonal(oneLine(letter.name()), StandardCharsets.UTF_8.name());
        helper.setTo(to);
        String subject = oneLine(letter.subject());
        helper.setSubject(subject.length() <= MOST_SUBJECT ? subject : subject.substring(0, MOST_SUBJECT - 1) + "…");
        helper.setSentDate(new Date());
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("X-Auto-Response-Suppress", "All");
        if (letter.choose() != null) {
            message.setHeader("List-Unsubscribe", "<" + letter.choose() + ">");
        }
        var html = new StringOutput();
        templates.render("notice/mail/letter.jte", Map.of("letter", letter), html);
        helper.setText(text(letter), html.toString());
        return message;
    }

    /// A message that keeps its identifier, so that the same letter sent twice is known for the same.
    private static final class Identified extends MimeMessage {
        private final String id;

        Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }

    private static String text(Letter letter) {
        var text = new StringBuilder(letter.greeting()).append("\n\n");
        for (Letter.Item item : letter.items()) {
            text.append(item.text()).append('\n');
            if (item.detail() != null) {
                text.append("  > ")
                        .append(item.detail().replace("\n", "\n  > "))
                        .append('\n');
            }
            text.append(item.by()).append('\n');
            if (item.link() != null) {
                text.append(item.link()).append('\n');
            }
            text.append('\n');
        }
        text.append("-- \n").append(letter.foot()).append('\n');
        if (letter.choose() != null) {
            text.append(letter.chooseLabel())
                    .append(' ')
                    .append(letter.choose())
                    .append('\n');
        }
        return text.toString();
    }

    /// Without line ends and control characters, which would begin a header of their own.
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }

    /// What went wrong first, in the server's words where it said any.
    private static Throwable root(Throwable e) {
        Throwable cause = e;
        for (int depth = 0; depth < 20; depth++) {
            Throwable next = cause instanceof MailSendException many && many.getMessageExceptions().length > 0
                    ? many.getMessageExceptions()[0]
                    : cause.getCause();
            if (next == null || next == cause) {
                return cause;
            }
            cause = next;
        }
        return cause;
    }

    private static String why(Exception e) {
        Throwable root = root(e);
        Doubt doubt = Doubt.in(e).orElse(null);
        if (doubt != null) {
            return doubt.key();
        }
        String why = oneLine(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
        return why.length() <= MOST_ERROR ? why : why.substring(0, MOST_ERROR);
    }

    /// Whether another try would be in vain: the address is none, or the server answered 55x (RFC 5321, section 4.2.1).
    private static boolean forGood(Exception e) {
        return root(e) instanceof AddressException || why(e).matches("55\\d\\b.*");
    }
}

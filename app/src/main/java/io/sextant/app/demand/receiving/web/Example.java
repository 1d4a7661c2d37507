package io.sextant.app.demand.receiving.web;

import io.sextant.app.demand.receiving.Receiver;
import io.sextant.app.demand.receiving.ReceiverKind;

/// How to try a receiver from a command line: a body such as its senders send, and the commands that deliver it. The
/// secret is read from the variable `SECRET`, so that it does not stay in what is copied.
///
/// @param plain with the secret in a header
/// @param signed with a signature
public record Example(String body, String plain, String signed) {
    /// @param url the whole address of the receiver
    public static Example of(Receiver receiver, String url) {
        String body = body(receiver.kind(), receiver.lang().equals("fr"));
        String write = "cat > body.json <<'JSON'\n" + body + "\nJSON\n";
        String post = "curl -i '" + url + "' -H 'Content-Type: application/json'";
        String send = " \\\n  --data-binary @body.json";
        String plain = write + post + " \\\n  -H \"Authorization: Bearer $SECRET\"" + send;
        String signed = receiver.kind() == ReceiverKind.JIRA
                ? write + """
                        signature=$(openssl dgst -sha256 -hmac "$SECRET" body.json | sed 's/^.*= *//')
                        """ + post + " \\\n  -H \"X-Hub-Signature: sha256=$signature\"" + send
                : write + """
                        id=$(openssl rand -hex 16)
                        time=$(date +%s)
                        key=$(printf %s "${SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')
                        signature=$({ printf '%s.%s.' "$id" "$time"; cat body.json; } |
                          openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)
                        """ + post
                        + " \\\n  -H \"webhook-id: $id\" -H \"webhook-timestamp: $time\" \\\n"
                        + "  -H \"webhook-signature: v1,$signature\"" + send;
        return new Example(body, plain, signed);
    }

    private static String body(ReceiverKind kind, boolean french) {
        return switch (kind) {
            case JIRA -> (french ? """
                        {"webhookEvent": "jira:issue_created",
                         "issue": {"key": "DEM-1", "self": "https://jira.example.org/rest/api/2/issue/10001",
                          "fields": {"summary": "Répondre plus vite aux réclamations",
                           "description": "h3. Problème métier\\nLes conseillers cherchent 11 minutes la réponse.",
                           "status": {"name": "À faire"}, "labels": ["relation-client"],
                           "reporter": {"displayName": "Sophie Roux", "emailAddress": "sophie.roux@example.org"}}}}
                        """ : """
                        {"webhookEvent": "jira:issue_created",
                         "issue": {"key": "DEM-1", "self": "https://jira.example.org/rest/api/2/issue/10001",
                          "fields": {"summary": "Answer complaints sooner",
                           "description": "h3. Business problem\\nAdvisers search eleven minutes for the answer.",
                           "status": {"name": "To Do"}, "labels": ["customers"],
                           "reporter": {"displayName": "Sophie Roux", "emailAddress": "sophie.roux@example.org"}}}}
                        """).strip();
            case SERVICENOW -> (french ? """
                        {"number": "DMND0001001", "short_description": "Répondre plus vite aux réclamations",
                         "description": "Les conseillers cherchent 11 minutes la réponse.",
                         "business_case": "De 5 à 7 minutes.", "state": "Soumis", "requested_by": "Sophie Roux",
                         "department": "Relation client"}
                        """ : """
                        {"number": "DMND0001001", "short_description": "Answer complaints sooner",
                         "description": "Advisers search eleven minutes for the answer.",
                         "business_case": "Five to seven minutes.", "state": "Submitted", "requested_by": "Sophie Roux",
                         "department": "Customers"}
                        """).strip();
            case GENERIC -> (french ? """
                        {"key": "1001", "title": "Répondre plus vite aux réclamations",
                         "problem": "Les conseillers cherchent 11 minutes la réponse, 38 000 fois par an.",
                         "beneficiaries": "140 conseillers", "sponsor": "Sophie Roux",
                         "contact": {"name": "Paul Girard", "email": "paul.girard@example.org"}}
                        """ : """
                        {"key": "1001", "title": "Answer complaints sooner",
                         "problem": "Advisers search eleven minutes for the answer, 38,000 times a year.",
                         "beneficiaries": "140 advisers", "sponsor": "Sophie Roux",
                         "contact": {"name": "Paul Girard", "email": "paul.girard@example.org"}}
                        """).strip();
        };
    }
}

package ai.petty.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whose accounts hold the scope admin, once their e-mail address is proved. */
public final class Administrators {
    private final List<byte[]> emailHashes;

    /** @param emailHashes as {@code account.email_hash} has them */
    public Administrators(List<byte[]> emailHashes) {
        this.emailHashes = List.copyOf(emailHashes);
    }

    /** @param emailHash of a proved address; empty when it is not proved */
    public boolean has(Optional<byte[]> emailHash) {
        return emailHash.isPresent() && emailHashes.stream().anyMatch(each -> Arrays.equals(each, emailHash.get()));
    }
}

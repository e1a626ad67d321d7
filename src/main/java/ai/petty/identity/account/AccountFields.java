package ai.petty.identity.account;

import ai.petty.privacy.FieldCipher;
import ai.petty.privacy.FieldCipher.Place;
import java.util.Optional;
import java.util.UUID;

/** How an account's personal fields are kept: enciphered, the address also as a keyed hash. */
public final class AccountFields {
    private final FieldCipher cipher;

    public AccountFields(FieldCipher cipher) {
        this.cipher = cipher;
    }

    /** What {@code account.email_hash} holds for an address. */
    public byte[] emailHash(EmailAddress email) {
        return cipher.index("account.email", email.text());
    }

    /** Whose attempts at the password are counted when somebody is signed in already. */
    byte[] passwordCounter(UUID accountId) {
        return cipher.index("account.password", accountId.toString());
    }

    byte[] seal(UUID accountId, String column, String value) {
        return cipher.seal(value, new Place("account", column, accountId.toString()));
    }

    private Optional<String> open(UUID accountId, String column, Optional<byte[]> envelope) {
        return envelope.map(given -> cipher.open(given, new Place("account", column, accountId.toString())));
    }

    Optional<String> email(AccountRepository.Stored stored) {
        return open(stored.accountId(), "email", stored.email());
    }

    Account open(AccountRepository.Stored stored) {
        return new Account(
                stored.accountId(),
                email(stored),
                stored.isVerified(),
                open(stored.accountId(), "name", stored.name()),
                open(stored.accountId(), "phone", stored.phone()),
                stored.createdAt());
    }
}

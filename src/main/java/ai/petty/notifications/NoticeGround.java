package ai.petty.notifications;

import ai.petty.identity.account.Accounts;
import ai.petty.mail.Mails;
import ai.petty.pets.Pets;
import ai.petty.privacy.FieldCipher;
import ai.petty.store.Database;
import java.time.InstantSource;

/** What telling people stands on. */
public record NoticeGround(
        Database database, FieldCipher cipher, Accounts accounts, Pets pets, Mails mails, InstantSource clock) {}

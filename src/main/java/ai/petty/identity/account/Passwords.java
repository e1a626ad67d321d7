package ai.petty.identity.account;

import ai.petty.identity.password.PasswordHasher;
import ai.petty.identity.password.PasswordRules;

/** What passwords may be and how they are kept. */
public record Passwords(PasswordHasher hasher, PasswordRules rules) {}

package ai.petty.identity.account;

import ai.petty.identity.OpaqueToken;
import ai.petty.identity.session.TokenPair;
import java.util.UUID;

/**
 * A sign-in that was good.
 *
 * @param device by which the device is known from now on
 */
public record SignedIn(UUID account, TokenPair tokens, OpaqueToken device) {}

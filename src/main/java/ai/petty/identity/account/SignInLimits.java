package ai.petty.identity.account;

import ai.petty.config.PettyConfig;
import ai.petty.limits.LimitName;
import ai.petty.limits.Limits;
import ai.petty.limits.Quota;
import ai.petty.limits.Quotas;
import ai.petty.problem.Refusal;
import io.vertx.core.Future;

/**
 * How often passwords may be tried, and whatever else costs an Argon2 or a mail: of one address of the network, and on one
 * account. A bucket of this process is the first sieve and costs nothing; what it lets through is counted for all processes.
 */
public final class SignInLimits {
    private static final String CODE = "limit.exceeded";
    private static final String OF_ACCOUNT = "Too many sign-ins to this account.";

    private final Limits sieve;
    private final Quotas quotas;
    private final Quota byAddress;
    private final Quota byAccount;

    public SignInLimits(Limits sieve, Quotas quotas, PettyConfig.Limits config) {
        this.sieve = sieve;
        this.quotas = quotas;
        this.byAddress = Quota.like(config.signIn(), "sign_in.address", CODE, "Too many sign-ins from this address.");
        this.byAccount = Quota.like(config.signInAccount(), "sign_in.account", CODE, OF_ACCOUNT);
    }

    /**
     * Counts a request of somebody who is not signed in, behind the sieve of the door.
     *
     * @param address of the network, as far as it is one caller's
     * @return fails with {@code limit.exceeded} and a time to return
     */
    public Future<Void> ofAddress(String address) {
        return quotas.take(byAddress, address);
    }

    /**
     * Counts a password before it is verified: refused ones cost no Argon2.
     *
     * @param counter what is counted together
     * @return fails with {@code limit.exceeded} and a time to return
     */
    Future<Void> ofAccount(String counter) {
        var wait = sieve.take(LimitName.SIGN_IN_ACCOUNT, counter, 1);
        return wait.isPresent()
                ? Future.failedFuture(Refusal.tooMany(CODE, OF_ACCOUNT, wait.get()))
                : quotas.take(byAccount, counter);
    }
}

package io.espalier.docs;

import io.espalier.process.GenServer;
import io.espalier.process.Handlers;
import io.espalier.process.Init;
import io.espalier.process.Request;
import io.espalier.process.Self;

class Account implements GenServer<Account.Open, Long> {

    record Open(long balance) {}

    record Withdraw(long amount) implements Request<Long> {}

    record Statement() {}

    @Override
    public Init<Long> init(Open open, Self<Long> self) {
        return Init.ok(open.balance());
    }

    @Override
    public void handlers(Handlers<Long> on) {
        on.call(Withdraw.class, (withdraw, call, balance) -> {
                    if (withdraw.amount() > balance) {
                        return call.fail(new IllegalArgumentException("Only " + balance + " left"), balance);
                    }
                    long left = balance - withdraw.amount();
                    return call.reply(left, left);
                })
                .cast(Statement.class, (statement, self, balance) -> self.next(balance));
    }
}

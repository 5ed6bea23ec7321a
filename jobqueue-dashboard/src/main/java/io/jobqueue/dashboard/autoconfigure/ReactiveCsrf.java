package io.jobqueue.dashboard.autoconfigure;

import io.jobqueue.dashboard.route.CsrfHeader;
import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

/** Reads the token of Spring Security from an exchange, without a type of it. */
@FunctionalInterface
interface ReactiveCsrf {

	Mono<CsrfHeader> read(ServerWebExchange exchange);

}

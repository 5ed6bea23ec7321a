package io.jobqueue.dashboard.autoconfigure;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.util.Locale;
import java.util.Optional;

import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.dashboard.http.Dashboard;
import io.jobqueue.dashboard.route.CsrfHeader;
import io.jobqueue.dashboard.route.DashboardRequest;
import io.jobqueue.dashboard.route.DashboardResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Serves the dashboard with Spring WebFlux. Reads of the store block, so they run on the
 * bounded elastic scheduler.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ DispatcherHandler.class, RouterFunction.class, Mono.class })
class ReactiveDashboardConfiguration {

	private static final String SESSION = "/api/session";

	private static final DataBufferFactory BUFFERS = new DefaultDataBufferFactory();

	@Bean
	RouterFunction<ServerResponse> jobqueueDashboardRoutes(Dashboard dashboard, JobQueueProperties properties,
			ObjectProvider<ReactiveCsrf> csrf) {
		String path = properties.dashboard().path();
		ReactiveCsrf token = csrf.getIfAvailable(() -> (exchange) -> Mono.empty());
		return RouterFunctions.route(RequestPredicates.path(path + "/{*rest}"),
				(request) -> request(request, token)
					.flatMap((neutral) -> Mono.fromCallable(() -> dashboard.handle(neutral))
						.subscribeOn(Schedulers.boundedElastic())
						.flatMap(ReactiveDashboardConfiguration::response)));
	}

	private static Mono<DashboardRequest> request(ServerRequest request, ReactiveCsrf csrf) {
		Mono<Optional<Principal>> user = request.principal()
			.map((principal) -> Optional.<Principal>of(principal))
			.defaultIfEmpty(Optional.empty());
		// Only the session shows it, and to read it creates it.
		Mono<CsrfHeader> read = request.pathVariable("rest").equals(SESSION) ? csrf.read(request.exchange())
				: Mono.empty();
		Mono<Optional<CsrfHeader>> token = read.map(Optional::of).defaultIfEmpty(Optional.empty());
		return Mono.zip(user, token, body(request))
			.map((all) -> new DashboardRequest(request.method(), request.pathVariable("rest"), request.queryParams(),
					request.headers().asHttpHeaders(), all.getT1().orElse(null), () -> all.getT2().orElse(null),
					all.getT3()));
	}

	private static Mono<byte[]> body(ServerRequest request) {
		if (isForm(request.headers().firstHeader(HttpHeaders.CONTENT_TYPE))) {
			// It is refused, and a filter of Spring Security may have read it.
			return Mono.just(new byte[0]);
		}
		Flux<DataBuffer> body = DataBufferUtils.takeUntilByteCount(request.exchange().getRequest().getBody(),
				DashboardRequest.LARGEST_BODY + 1L);
		return DataBufferUtils.join(body).map((buffer) -> {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			DataBufferUtils.release(buffer);
			return bytes;
		}).defaultIfEmpty(new byte[0]);
	}

	private static boolean isForm(@Nullable String contentType) {
		String type = (contentType != null) ? contentType.toLowerCase(Locale.ROOT) : "";
		return type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)
				|| type.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE);
	}

	private static Mono<ServerResponse> response(DashboardResponse response) {
		Flux<DataBuffer> body = Flux.from(DataBufferUtils.outputStreamPublisher((out) -> write(response, out), BUFFERS,
				(task) -> Schedulers.boundedElastic().schedule(task)));
		return ServerResponse.status(HttpStatusCode.valueOf(response.status()))
			.headers((headers) -> headers.addAll(response.headers()))
			.body(BodyInserters.fromDataBuffers(body));
	}

	private static void write(DashboardResponse response, OutputStream out) {
		try (out) {
			response.body().writeTo(out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

package photos;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Everybody may send photos and look at Actuator, because the sample listens on the
 * loopback address only. The dashboard has a filter chain of its own.
 */
@Configuration(proxyBeanMethods = false)
class PhotosSecurity {

	@Bean
	SecurityFilterChain photosSecurityFilterChain(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.csrf((csrf) -> csrf.disable())
			.build();
	}

}
